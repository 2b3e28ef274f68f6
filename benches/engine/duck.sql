copy (
  with scored as (
    select *,
      greatest(0, least(100,
        case when employees >= 1000 then 40 when employees >= 200 then 30 when employees >= 50 then 20
             when employees >= 10 then 10 else 0 end
        + case when industry in ('software', 'finance') then 25 when industry = 'health' then 15
               when industry = 'retail' then 5 else 0 end
        + case when lower(country) in ('us', 'ca', 'gb', 'de', 'fr') then 15 else 0 end
        + case when revenue >= 10000000 then 10 else 0 end
        + case when contains(lower(title), 'vp') then 10 else 0 end
        - case when contains(lower(title), 'student') then 20 else 0 end)) as fit,
      greatest(0, least(60,
        least(coalesce(visits, 0) * 2, 30)
        + case when source = 'referral' then 15 else 0 end
        + case when source = 'event' then 10 else 0 end
        + case when score_ext >= 0.8 then 10 else 0 end
        - case when created < date '2026-01-01' then 10 else 0 end)) as engagement
    from read_csv('$LEADS', header = true, all_varchar = false, columns = {
      'email': 'varchar', 'company': 'varchar', 'country': 'varchar', 'title': 'varchar', 'employees': 'bigint',
      'revenue': 'bigint', 'industry': 'varchar', 'source': 'varchar', 'visits': 'bigint', 'score_ext': 'decimal(9,6)',
      'created': 'date', 'opted_out': 'varchar'})
  )
  select email as key,
    case when opted_out = 'yes' then 'disqualified'
         when employees < 2 then 'disqualified'
         when fit >= 70 and engagement >= 25 then 'sql'
         when fit + engagement >= 60 then 'mql'
         else 'nurture' end as qualification,
    case when employees >= 5000 and lower(country) = 'us' then 'enterprise'
         when employees >= 5000 and lower(country) = 'ca' then 'enterprise'
         when revenue >= 500000000 then 'enterprise'
         when industry = 'finance' and starts_with(lower(title), 'vp') then 'enterprise'
         when source = 'partner' then 'partners'
         when lower(country) = 'de' and employees >= 50 then 'emea'
         when lower(country) = 'fr' and employees >= 50 then 'emea'
         when lower(country) = 'gb' and employees >= 50 then 'emea'
         when lower(country) in ('nl', 'es', 'it', 'se', 'pl') then 'emea'
         when lower(country) = 'jp' then 'apac'
         when lower(country) = 'in' and revenue >= 1000000 then 'apac'
         when lower(country) in ('au', 'sg', 'nz', 'in') then 'apac'
         when employees >= 200 and employees < 5000 and industry = 'software' then 'mid_market'
         when employees >= 200 and employees < 5000 and visits >= 2 then 'mid_market'
         when created < date '2025-01-01' then 'self_serve'
         when employees >= 10 and employees < 5000 then 'smb'
         else 'self_serve' end as owner,
    fit, engagement
  from scored
) to '$OUT' (format csv, header true);
