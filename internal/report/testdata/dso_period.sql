with known as (select * from invoice where issued <= :asof),
ar as (select coalesce(sum(cents), 0) as n from known where settled > :asof),
sales as (select coalesce(sum(cents), 0) as n from known where issued > date(:asof, '-' || :days || ' days'))
select printf('%d.%02d', ar.n / 100, ar.n % 100), printf('%d.%02d', sales.n / 100, sales.n % 100),
  case when sales.n > 0 then printf('%d.%02d', -- rounded half up, in integers
    (200 * ar.n * :days + sales.n) / (2 * sales.n) / 100, (200 * ar.n * :days + sales.n) / (2 * sales.n) % 100) end
from ar, sales where exists (select 1 from known);
