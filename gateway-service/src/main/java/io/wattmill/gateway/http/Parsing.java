// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.dialect.AnswerShape;
import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.wire.ApiError;

import java.util.Optional;
import java.util.function.Consumer;

/** How a body becomes what an engine is asked. It may have to look something up first. */
interface Parsing {

    /** What came of a body. */
    sealed interface Outcome {}

    /**
     * A request that an engine may be given.
     *
     * @param shape how it is answered
     * @param release must be run once when the request is no longer needed
     */
    record Asked(AnswerShape shape, EngineRequest request, Runnable release) implements Outcome {}

    /** One that is refused, and why. */
    record Refused(ApiError error) implements Outcome {}

    /** The API that is called. */
    String api();

    /** Reads {@code body}; {@code then} hears once, on the same event loop, unless it throws. */
    void parse(Call call, byte[] body, Consumer<Outcome> then);

    /** As {@code dialect} reads it, at once: for one that scans the body. */
    static Parsing in(Dialect dialect) {
        return new OfBody(dialect, Optional.empty());
    }

    /** As {@code dialect} reads it, at {@code bench}: for one that builds trees. */
    static Parsing in(Dialect dialect, Workbench bench) {
        return new OfBody(dialect, Optional.of(bench));
    }

    /** What needs nothing but the body. */
    record OfBody(Dialect dialect, Optional<Workbench> bench) implements Parsing {

        @Override
        public String api() {
            return dialect.api();
        }

        @Override
        public void parse(Call call, byte[] body, Consumer<Outcome> then) {
            bench.ifPresentOrElse(
                    it -> it.run(call, body.length, () -> read(body), then),
                    () -> then.accept(read(body)));
        }

        private Outcome read(byte[] body) {
            return switch (dialect.read(body)) {
                case Reading.Valid(EngineRequest request) -> new Asked(dialect, request, () -> {});
                case Reading.Invalid(ApiError error) -> new Refused(error);
            };
        }
    }
}
