with known as (select *, substr(issued, 1, 7) as month from invoice where issued <= :asof and :days > 0),
sales as (select month, sum(cents) as n from known group by month),
unpaid as (select * from known where settled > :asof),
used as (select coalesce(sum(n), 0) as n from sales where month in (select month from unpaid)),
ar as (select coalesce(sum(cents), 0) as n from unpaid)
select printf('%d.%02d', ar.n / 100, ar.n % 100), printf('%d.%02d', used.n / 100, used.n % 100),
  printf('%.2f', coalesce((select sum((julianday(:asof) - julianday(issued)) * u.cents / s.n) from unpaid u join sales s using (month)), 0))
from ar, used where exists (select 1 from known);
