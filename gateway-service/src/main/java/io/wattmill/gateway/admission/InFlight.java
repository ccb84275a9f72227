// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests in flight, in all and per key. For any number of threads. */
public final class InFlight {

    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byKey = new ConcurrentHashMap<>();

    /** Requests of all keys. */
    public int total() {
        return total.get();
    }

    /** Requests of one key. */
    public int of(String keyId) {
        return byKey.getOrDefault(keyId, 0);
    }

    /** Takes a place among all, unless {@code limit} are taken. */
    boolean tryTotal(int limit) {
        int now = total.incrementAndGet();
        if (now > limit) {
            total.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Takes a place of one key, unless {@code limit} are taken. */
    boolean tryKey(String keyId, int limit) {
        int[] taken = new int[1];
        byKey.compute(
                keyId,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    taken[0] = now < limit ? 1 : 0;
                    return now + taken[0] == 0 ? null : now + taken[0];
                });
        return taken[0] == 1;
    }

    void leaveTotal() {
        total.decrementAndGet();
    }

    void leaveKey(String keyId) {
        byKey.computeIfPresent(keyId, (_, count) -> count == 1 ? null : count - 1);
    }
}
