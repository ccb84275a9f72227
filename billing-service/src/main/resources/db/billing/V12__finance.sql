-- SPDX-License-Identifier: Apache-2.0
-- What finance and analysts look at (docs/adr/0011-finance.md).

-- Entries are listed by when they were booked, from the newest back. A booking is many requests, so this costs little.
CREATE INDEX booking_by_time ON booking (booked_at, id);
