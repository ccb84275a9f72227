// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import java.util.List;

/**
 * A settlement batch after its records were read.
 *
 * @param events what can be booked, one per request id, in the order of ids
 * @param refused what cannot
 */
public record ParsedBatch(List<UsageEvent> events, List<Refusal> refused) {

    public ParsedBatch {
        events = List.copyOf(events);
        refused = List.copyOf(refused);
    }

    /** The newest price version that a gateway rated with; 0 when there is none. */
    public int newestPriceVersion() {
        return events.stream().mapToInt(event -> event.claim().priceVersion()).max().orElse(0);
    }
}
