// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import java.util.List;
import java.util.Optional;

/**
 * An invariant as a query that gives what breaks it.
 *
 * @param name the invariant's number in knowledge/billing.md section 4, and what it says
 * @param counted a query of one row and one column {@code n}: how many things were looked at
 * @param noun what they are
 * @param broken a query of a column {@code what}, one row per breach; it may be cut off at a few
 * @param ofBookings the same, of events whose booking is from {@code $1} to before {@code $2}; for
 *     what takes so long for each event that it is asked piece by piece
 */
record Check(String name, String counted, String noun, String broken, Optional<String> ofBookings) {

    Check(String name, String counted, String noun, String broken) {
        this(name, counted, noun, broken, Optional.empty());
    }

    /** The invariants that are queries; B-I9 reads the chain, B-I10 comes with invoices. */
    static final List<Check> ALL =
            List.of(
                    new Check(
                            "B-I1 debits equal credits in each ledger",
                            "SELECT count(*) AS n FROM account",
                            "accounts",
                            """
                            SELECT 'ledger ' || ledger || ' ' || unit || ': debits ' || sum(debits_posted) || ' credits '
                                   || sum(credits_posted) AS what
                              FROM account GROUP BY ledger, unit
                            HAVING sum(debits_posted) <> sum(credits_posted)
                                OR sum(debits_pending) <> sum(credits_pending)\
                            """),
                    new Check(
                            "B-I2 each transfer has its amount on two accounts of its ledger",
                            "SELECT count(*) AS n FROM transfer",
                            "transfers",
                            """
                            SELECT 'transfer ' || t.id AS what
                              FROM transfer t
                              LEFT JOIN account d ON d.id = t.debit_account AND d.ledger = t.ledger
                              LEFT JOIN account c ON c.id = t.credit_account AND c.ledger = t.ledger
                             WHERE d.id IS NULL OR c.id IS NULL OR d.id = c.id OR d.unit <> c.unit\
                            """),
                    new Check(
                            "B-I3 balances equal the sums of their entries",
                            "SELECT count(*) AS n FROM entry",
                            "entries",
                            BalanceSql.BROKEN),
                    new Check(
                            "B-I4 each journal's requests are booked exactly once",
                            "SELECT count(*) AS n FROM gateway_journal",
                            "journals",
                            JournalSql.BROKEN),
                    new Check(
                            "B-I5 each event has the transfers of its price and tokens",
                            "SELECT count(*) AS n FROM usage_event",
                            "events",
                            EventSql.BROKEN),
                    new Check(
                            "B-I6 each lease is resolved once, in time, for no more than it was",
                            "SELECT count(*) AS n FROM lease",
                            "leases",
                            LeaseSql.BROKEN),
                    new Check(
                            "B-I7 no account is beyond its limit",
                            "SELECT count(*) AS n FROM account WHERE code >= 500",
                            "budget accounts",
                            CapSql.BROKEN),
                    new Check(
                            "B-I8 rating again with the stored price version gives the stored"
                                    + " amount",
                            "SELECT count(*) AS n FROM usage_event",
                            "events",
                            RatingSql.ADJUSTMENTS,
                            Optional.of(RatingSql.EVENTS)),
                    new Check(
                            "B-I12 shares sum to the meter, window by window and device by device",
                            "SELECT count(*) AS n FROM energy_window",
                            "windows",
                            WindowSql.BROKEN),
                    new Check(
                            "B-I12c host, facility, cost and carbon of a window sum to its lines"
                                    + " and its transfers",
                            "SELECT count(*) AS n FROM window_cost",
                            "costs",
                            CostSql.BROKEN),
                    new Check(
                            "B-I13 ledger, gateways, engines and meters agree, or a cause is"
                                    + " named",
                            "SELECT count(*) AS n FROM reconciliation_current",
                            "windows",
                            ReconciliationSql.BROKEN),
                    new Check(
                            "B-I14 usage by minute and what it lacks sum to the requests",
                            "SELECT count(*) AS n FROM usage_minute",
                            "minutes of a series",
                            RollupSql.USAGE),
                    new Check(
                            "B-I14h usage by hour is that by minute",
                            "SELECT count(*) AS n FROM usage_hour",
                            "hours of a series",
                            RollupSql.HOURS),
                    new Check(
                            "B-I14f finance by hour and what it lacks sum to requests, outcomes,"
                                    + " energy and cost",
                            "SELECT count(*) AS n FROM finance_hour",
                            "hours of a series",
                            RollupSql.FINANCE),
                    new Check(
                            "B-I15 what providers charge follows from tokens and price, and is on"
                                    + " the ledger",
                            "SELECT count(*) AS n FROM provider_charge",
                            "attempts on hosted APIs",
                            ProviderSql.BROKEN));
}
