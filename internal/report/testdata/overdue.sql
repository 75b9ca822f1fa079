select number, customer, '' as owner, 'USD' as currency, due,
  printf('%d.%02d', cents / 100, cents % 100) as open,
  cast(julianday(:asof) - julianday(due) as integer) as days_late
from invoice
where issued <= :asof and settled > :asof and due < :asof and :days > 0
order by due, number;
