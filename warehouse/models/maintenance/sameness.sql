-- grain: one; whether two tables hold the same rows as often, in whatever order: how many, and two sums over every row's hash
SELECT mine = other.side AS same
FROM (SELECT {{n: COUNT(*), s: SUM(HASH(t)::HUGEINT), x: BIT_XOR(HASH(t))}} AS mine FROM {table} AS t)
CROSS JOIN (SELECT {{n: COUNT(*), s: SUM(HASH(t)::HUGEINT), x: BIT_XOR(HASH(t))}} AS side FROM other.{table} AS t) AS other
