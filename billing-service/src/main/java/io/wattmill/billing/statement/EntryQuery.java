// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.Optional;
import java.util.UUID;

/**
 * A question about entries, which are told from the newest back.
 *
 * @param request only transfers that this request caused; tokens move booking by booking
 * @param booking only this booking
 * @param fromUs booked at or after, epoch microseconds
 * @param toUs booked before, epoch microseconds
 * @param before where the page before ended
 * @param limit most entries of the page
 */
public record EntryQuery(
        AccountFilter accounts,
        Optional<UUID> request,
        Optional<Long> booking,
        long fromUs,
        long toUs,
        EntryPlace before,
        int limit) {}
