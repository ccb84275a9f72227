// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/** What came of reading a request body. */
public sealed interface ChatParse {

    /** A request that an engine may be given. */
    record Valid(ChatRequest request) implements ChatParse {}

    /** A body that is refused, and why. */
    record Invalid(ApiError error) implements ChatParse {}
}
