// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.WireException;

/** What came of reading a request body. */
public sealed interface Reading {

    /** A request that an engine may be given. */
    record Valid(EngineRequest request) implements Reading {}

    /** A body that is refused, and why. */
    record Invalid(ApiError error) implements Reading {}

    /** Makes a request of a body. */
    interface Parser {

        /**
         * The request.
         *
         * @throws WireException when the body is refused
         */
        EngineRequest parse() throws WireException;
    }

    /** What {@code parser} makes of a body. */
    static Reading of(Parser parser) {
        try {
            return new Valid(parser.parse());
        } catch (WireException e) {
            return new Invalid(e.error());
        }
    }
}
