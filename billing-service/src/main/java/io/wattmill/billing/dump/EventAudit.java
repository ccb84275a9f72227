// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import io.wattmill.billing.chain.Layout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** B-I4 and B-I5 on a dump: each request once, with the transfer of its charge. */
final class EventAudit {

    private static final String MONEY = "1";
    private static final int REQUEST = Layout.USAGE_EVENT.at("request_id");
    private static final int CHARGED = Layout.USAGE_EVENT.at("charged_nano");
    private static final int LEDGER = Layout.TRANSFER.at("ledger");
    private static final int AMOUNT = Layout.TRANSFER.at("amount");
    private static final int EVENT = Layout.TRANSFER.at("event_id");

    private final Set<String> seen = new HashSet<>();

    /** Charges that have no transfer yet, and transfers that have no charge yet (negative). */
    private final Map<String, Long> unmatched = new HashMap<>();

    private final Findings findings = new Findings();

    void event(Fields fields) {
        String id = fields.text(REQUEST);
        if (!seen.add(id)) {
            findings.add("request " + id + " is booked more than once");
        }
        match(id, fields.number(CHARGED));
    }

    void transfer(Fields fields) {
        if (fields.text(LEDGER).equals(MONEY)) {
            fields.maybe(EVENT).ifPresent(event -> match(event, -fields.number(AMOUNT)));
        }
    }

    private void match(String id, long nano) {
        if (nano != 0) {
            unmatched.merge(id, nano, EventAudit::sum);
        }
    }

    /** Takes an entry away that comes to zero, so that the map stays small. */
    @SuppressWarnings("NullAway") // Map.merge removes the entry when the function gives null.
    private static Long sum(Long a, Long b) {
        long sum = Math.addExact(a, b);
        return sum == 0 ? null : sum;
    }

    DumpAudit.Check check() {
        unmatched.forEach(
                (id, nano) -> findings.add("event " + id + " differs by " + nano + " nano"));
        unmatched.clear();
        return findings.check(
                "B-I5 each event is there once, with the transfer of its price",
                seen.size() + " events hold");
    }
}
