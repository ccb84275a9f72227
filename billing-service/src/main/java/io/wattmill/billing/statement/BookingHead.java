// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One booking without its entries.
 *
 * @param kind settlement, attribution, lease, outcome or correction
 * @param source who booked: a gateway's journal, or one of billing's jobs
 * @param sealedInBlock number of the block of the chain; null until it is sealed
 */
public record BookingHead(
        long id, String kind, String source, long bookedAtUs, @Nullable Long sealedInBlock) {

    private static final List<String> KINDS =
            List.of("settlement", "attribution", "lease", "outcome", "correction");

    /** A booking; its kind by number, from 1. */
    public static BookingHead of(
            long id, int kind, String source, long bookedAtUs, @Nullable Long block) {
        return new BookingHead(id, KINDS.get(kind - 1), source, bookedAtUs, block);
    }
}
