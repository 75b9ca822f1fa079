-- The sample as its file has it, and as days and cents.
create table sample (number text, customer text, issued text, due text, amount text, settled text);

create view slashes as
select number, customer, amount, issued || '' as i, due || '' as d, settled || '' as s from sample;

-- m/d/yyyy to yyyy-mm-dd, three times.
create view typed as
select
  number, customer,
  cast(round(cast(amount as real) * 100) as integer) as cents,
  printf('%04d-%02d-%02d',
    cast(substr(substr(i, instr(i, '/') + 1), instr(substr(i, instr(i, '/') + 1), '/') + 1) as integer),
    cast(substr(i, 1, instr(i, '/') - 1) as integer),
    cast(substr(i, instr(i, '/') + 1) as integer)) as issued,
  printf('%04d-%02d-%02d',
    cast(substr(substr(d, instr(d, '/') + 1), instr(substr(d, instr(d, '/') + 1), '/') + 1) as integer),
    cast(substr(d, 1, instr(d, '/') - 1) as integer),
    cast(substr(d, instr(d, '/') + 1) as integer)) as due,
  printf('%04d-%02d-%02d',
    cast(substr(substr(s, instr(s, '/') + 1), instr(substr(s, instr(s, '/') + 1), '/') + 1) as integer),
    cast(substr(s, 1, instr(s, '/') - 1) as integer),
    cast(substr(s, instr(s, '/') + 1) as integer)) as settled
from slashes;
