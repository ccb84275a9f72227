// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wattmill.gateway.reply.Tap;
import io.wattmill.gateway.wire.Slice;

import java.util.List;
import java.util.Optional;

/**
 * Copies an answer as it goes out, within bounds, so that it can be given again. One event loop.
 */
public final class Tape implements Tap {

    private final Idempotency keeper;
    private final Claim claim;
    private Buffer copy = Buffer.buffer();
    private Optional<NotKept> dropped = Optional.empty();

    Tape(Idempotency keeper, Claim claim) {
        this.keeper = keeper;
        this.claim = claim;
    }

    @Override
    public void part(List<Slice> pieces) {
        long more = 0;
        for (Slice piece : pieces) {
            more += piece.length();
        }
        if (hasRoom(more)) {
            pieces.forEach(p -> copy.appendBytes(p.bytes(), p.from(), p.length()));
        }
    }

    private boolean hasRoom(long more) {
        if (dropped.isEmpty()) {
            dropped = keeper.hold(copy.length(), more);
            dropped.ifPresent(_ -> clear());
        }
        return dropped.isEmpty();
    }

    @Override
    public Future<?> complete(String contentType, Buffer last) {
        if (hasRoom(last.length())) {
            copy.appendBuffer(last);
        }
        return dropped.isPresent()
                ? keeper.forget(claim, dropped.get())
                : keeper.keep(claim, new Answer(claim.requestId().toString(), contentType, copy));
    }

    @Override
    public Future<?> failed() {
        clear();
        return keeper.free(claim);
    }

    private void clear() {
        keeper.letGo(copy.length());
        copy = Buffer.buffer();
    }
}
