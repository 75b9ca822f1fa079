with recursive known as (select *, substr(issued, 1, 7) as month from invoice where issued <= :asof and :days > 0),
ar as (select coalesce(sum(cents), 0) as n from known where settled > :asof),
-- every month from the as-of day's back to the first, whether or not it had sales
month (place, start, days) as (
  select 0, date(:asof, 'start of month'), cast(strftime('%d', :asof) as integer)
  union all
  select place + 1, date(start, '-1 month'), cast(strftime('%d', date(start, '-1 day')) as integer)
  from month where substr(start, 1, 7) > (select min(month) from known)
),
sold as (select place, days, coalesce((select sum(cents) from known where month = substr(start, 1, 7)), 0) as n from month),
-- what the newer months, and the newer ones and this, have used up
running as (
  select place, days, n, sum(n) over (order by place) as used, sum(days) over (order by place) as passed from sold
),
-- the month in which the balance runs out
last as (select * from running, (select n as balance from ar) where balance <= used and balance > used - n order by place limit 1),
answer as (
  select used as sales, (passed - days) * n + (balance - (used - n)) * days as top, n as bottom from last
  union all
  select 0, 0, 1 from ar where n = 0
  union all
  select max(used), max(passed), 1 from running where (select n from ar) > (select max(used) from running) having count(*) > 0
)
select printf('%d.%02d', ar.n / 100, ar.n % 100), printf('%d.%02d', sales / 100, sales % 100),
  printf('%d.%02d', (200 * top + bottom) / (2 * bottom) / 100, (200 * top + bottom) / (2 * bottom) % 100)
from ar, answer where exists (select 1 from known);
