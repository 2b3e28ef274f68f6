#!/usr/bin/env python3
"""Write the sample leads of the shipped policies.

Run from anywhere:  python3 scripts/make_samples.py

Nobody in these files exists. The leads are drawn at random from a fixed seed,
so that each run writes the same bytes, and look as a CRM exports them: blank
cells, placeholders, odd case, trailing blanks, figures with commas. A few
records of each file are wrong on purpose; the last lines of each `make` in
`samples/` say which, and why.
"""

from samples import (
    channel_partners, first_policy, machinery, marketplace, online_courses, product_led, saas_hubspot, speed_to_lead,
)

if __name__ == "__main__":
    online_courses.make()
    product_led.make()
    saas_hubspot.make()
    marketplace.make()
    speed_to_lead.make()
    channel_partners.make()
    machinery.make()
    first_policy.make()
