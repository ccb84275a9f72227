// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.ledger.v1.SettleBatch;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/** A stream that loses everything once it is cut. */
record CutStream(ReadStream<SettleBatch> stream, BooleanSupplier isCut)
        implements ReadStream<SettleBatch> {

    @Override
    public ReadStream<SettleBatch> handler(@Nullable Handler<SettleBatch> handler) {
        stream.handler(
                handler == null
                        ? null
                        : batch -> {
                            if (!isCut.getAsBoolean()) {
                                handler.handle(batch);
                            }
                        });
        return this;
    }

    @Override
    public ReadStream<SettleBatch> exceptionHandler(@Nullable Handler<Throwable> handler) {
        stream.exceptionHandler(handler);
        return this;
    }

    @Override
    public ReadStream<SettleBatch> endHandler(@Nullable Handler<Void> handler) {
        stream.endHandler(handler);
        return this;
    }

    @Override
    public ReadStream<SettleBatch> pause() {
        stream.pause();
        return this;
    }

    @Override
    public ReadStream<SettleBatch> resume() {
        stream.resume();
        return this;
    }

    @Override
    public ReadStream<SettleBatch> fetch(long amount) {
        stream.fetch(amount);
        return this;
    }
}
