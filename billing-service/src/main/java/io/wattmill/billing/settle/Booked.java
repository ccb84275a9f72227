// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.Refusal;
import io.wattmill.contract.ledger.v1.SettleAck;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a batch came to.
 *
 * @param fresh booked now
 * @param repeated booked before with the same content
 * @param refused never to be booked
 */
record Booked(List<RatedUsage> fresh, int repeated, List<Refusal> refused) {

    static final Booked NOTHING = new Booked(List.of(), 0, List.of());
    static final Booked REPEAT = new Booked(List.of(), 1, List.of());

    static Booked fresh(List<RatedUsage> fresh) {
        return new Booked(fresh, 0, List.of());
    }

    static Booked refused(Refusal refusal) {
        return new Booked(List.of(), 0, List.of(refusal));
    }

    Booked plus(Booked other) {
        return new Booked(
                concat(fresh, other.fresh),
                repeated + other.repeated,
                concat(refused, other.refused));
    }

    SettleAck ack(long batch) {
        SettleAck.Builder ack = SettleAck.newBuilder().setBatch(batch);
        for (Refusal refusal : refused) {
            ack.addRejectedBuilder()
                    .setRequestId(refusal.requestId())
                    .setCode(refusal.code())
                    .setMessage(refusal.message());
        }
        return ack.build();
    }

    private static <T> List<T> concat(List<T> a, List<T> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
