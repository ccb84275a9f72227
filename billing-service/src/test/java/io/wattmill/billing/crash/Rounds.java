// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Round after round on the same books, which are new ones now and then. */
final class Rounds {

    /** A proof reads everything: books that grow for ever would make it the longest part. */
    private static final int ROUNDS_OF_BOOKS = 10;

    private static final Map<String, String> LOOKED_AT =
            new TreeMap<>(
                    Map.of(
                            "events", "usage_event",
                            "conflicts", "usage_quarantine",
                            "blocks", "ledger_block",
                            "shares", "energy_share",
                            "costs", "window_cost",
                            "leases", "lease",
                            "outcomes", "outcome",
                            "hours", "facility_hour",
                            "adjustments", "price_adjustment"));

    private static final double NANOS_PER_SECOND = 1e9;

    private final Site site;
    private final long seed;
    private final Map<String, Long> most = new TreeMap<>();
    private final Map<Fault, Integer> held = new EnumMap<>(Fault.class);
    private AckLog log = new AckLog();
    private Traffic traffic;
    private int booksLeft;
    private int number;

    Rounds(Site site, long seed) {
        this.site = site;
        this.seed = seed;
        this.traffic = new Traffic("none", site, log, new Random(seed));
    }

    /** One round: load, fault, recovery, proof. */
    void run(Fault fault) throws Exception {
        number++;
        long start = System.nanoTime();
        Random chance = new Random(seed * 31 + number);
        if (booksLeft == 0 || fault.opensBooks()) {
            open(chance, fault);
        }
        booksLeft--;
        int before = log.acked.size();
        long failuresBefore = traffic.failures();
        String note = harm(fault, chance);
        long recovered = System.nanoTime();
        Proof.require(site, log);
        held.merge(fault, 1, Integer::sum);
        System.out.printf(
                "round %d: %s%s: %d acknowledged, %d steps failed, %s; %.1f s and %.1f s of"
                        + " proof%n",
                number,
                fault,
                note.isEmpty() ? "" : " (" + note + ")",
                log.acked.size() - before,
                traffic.failures() - failuresBefore,
                counts(),
                (recovered - start) / NANOS_PER_SECOND,
                (System.nanoTime() - recovered) / NANOS_PER_SECOND);
    }

    private String harm(Fault fault, Random chance) throws Exception {
        try {
            return fault.harm().to(new Scene(site, traffic, log, chance));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "round " + number + ": " + fault + "; billing said:\n" + site.log(), e);
        }
    }

    private void open(Random chance, Fault fault) throws IOException, InterruptedException {
        site.newBooks();
        log = new AckLog();
        traffic = new Traffic("round-" + number, site, log, chance);
        if (!fault.opensBooks()) {
            site.startBilling();
            traffic.open();
        }
        booksLeft = ROUNDS_OF_BOOKS;
    }

    private String counts() throws SQLException {
        StringJoiner counts = new StringJoiner(", ", "", " in the books");
        for (Map.Entry<String, String> kind : LOOKED_AT.entrySet()) {
            long rows = Audit.number(site, "SELECT count(*) FROM " + kind.getValue());
            most.merge(kind.getKey(), rows, Math::max);
            counts.add(rows + " " + kind.getKey());
        }
        return counts.toString();
    }

    /** What there was of each thing that the checks look at, when there was most of it. */
    Map<String, Long> most() {
        return most;
    }

    /** How many rounds of each fault held. */
    Map<Fault, Integer> held() {
        return held;
    }
}
