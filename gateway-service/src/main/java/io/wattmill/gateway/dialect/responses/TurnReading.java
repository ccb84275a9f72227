// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.wire.ApiError;

/** What came of reading a request together with what it builds on. */
public sealed interface TurnReading {

    /** A request that an engine may be given, and how it is answered. */
    record Valid(ResponseTurn turn, EngineRequest request) implements TurnReading {}

    /** One that is refused, and why. */
    record Invalid(ApiError error) implements TurnReading {}
}
