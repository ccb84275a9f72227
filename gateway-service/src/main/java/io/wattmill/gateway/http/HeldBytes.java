// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of request bodies in memory, bounded over all event loops. */
public final class HeldBytes {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** At most {@code limit} bytes at once. */
    public HeldBytes(long limit) {
        this.limit = limit;
    }

    boolean tryTake(long bytes) {
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }
}
