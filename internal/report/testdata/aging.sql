with late as (
  select cents, settled > :asof as is_open, julianday(:asof) - julianday(due) as days
  from invoice where issued <= :asof and :days > 0
), bucket (place, name, low, high) as (
  values (0, 'no due date', 9e9, 9e9), (1, 'not due', -9e9, 0), (2, '1-30', 1, 30), (3, '31-60', 31, 60), (4, '61-90', 61, 90), (5, '90+', 91, 9e8)
), summed as (
  select place, name,
    coalesce((select sum(cents) from late where is_open and days between low and high), 0) as cents,
    (select count(*) from late where is_open and days between low and high) as invoices
  from bucket
)
select name, printf('%d.%02d', cents / 100, cents % 100), invoices,
  (select printf('%d.%02d', sum(cents) / 100, sum(cents) % 100) from summed) as outstanding
from summed where exists (select 1 from late)
order by place;
