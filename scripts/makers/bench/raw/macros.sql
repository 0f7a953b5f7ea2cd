-- What every table is made of. Nothing here is random: a value is a hash of a row's number
-- and of what it is drawn for, so that any table can be made without the others and a
-- second run gives the same rows. Tickets and orders are numbered in the order of time.

-- Hashed twice: DuckDB combines the hashes of two values by xor, so that after one time what a
-- row draws for one purpose would say what it draws for all others.
create macro draw(row_number, purpose) as
    hash(hash(row_number, purpose));

-- 0 up to, not including, 1
create macro chance(row_number, purpose) as
    (draw(row_number, purpose) >> 11) / 9007199254740992.0;

-- One of a list. The size is given, since DuckDB 1.5 would copy the list into every row to
-- count it, which takes ten times as long.
create macro pick(choices, size, row_number, purpose) as
    choices[1 + (draw(row_number, purpose) % size)::integer];

-- one of the values that the reference seeds know
create macro pick_known(name, row_number, purpose) as
    pick(getvariable(name), getvariable(name || '_count'), row_number, purpose);

-- 0, 1, 2 ... as a table: range() itself is read by one thread only
create macro numbers(size) as table
    select number from all_numbers where number < size;

-- a moment some hours later, to the second
create macro later(moment, from_hours, to_hours, row_number, purpose) as
    moment + to_seconds(round(
        3600 * (from_hours + (to_hours - from_hours) * chance(row_number, purpose))
    )::bigint);

-- what had happened when the data was loaded for the last time
create macro known(moment) as
    case when moment < getvariable('last_load') then moment end;

create macro landed(moment) as
    least(moment + interval 2 hour, getvariable('last_load'));

-- The day of the nth of so many: the shop grows steadily, so that the last year of two has
-- three quarters of the rows. Most of a day's rows fall in its middle.
create macro moment_of(place, since, row_number, purpose) as
    since
    + to_days(floor(
        datediff('day', since, getvariable('last_load')) * sqrt(place)
    )::integer)
    + to_seconds(floor(
        43200 * (chance(row_number, purpose) + chance(row_number, purpose || '2'))
    )::bigint);

-- Some customers buy and write again and again.
create macro customer(row_number, purpose) as
    floor(
        getvariable('customers')
        * chance(row_number, purpose) * sqrt(chance(row_number, purpose))
    )::bigint;

create macro buyer(order_number) as
    case when chance(order_number, 'guest') >= 0.03 then customer(order_number, 'buyer') end;

create macro amount(order_number) as
    (10 + draw(order_number, 'amount') % 20000 / 100.0)::decimal(18, 2);

create macro product(row_number, purpose) as
    'p' || draw(row_number, purpose) % 2000;

create macro region(customer_number) as
    pick(['us', 'us', 'uk', 'de', 'fr', 'ca'], 6, customer_number, 'region');

-- Two versions of one row in fifty were delivered.
create macro versions(row_number) as
    unnest(case when chance(row_number, 'redelivered') < 0.02 then [0, 1] else [0] end);

create macro is_broken(row_number) as
    chance(row_number, 'broken') < 0.001;
