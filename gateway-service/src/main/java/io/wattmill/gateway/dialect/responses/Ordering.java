// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import io.wattmill.gateway.wire.ApiError;

/** What came of reading a request for a response. */
public sealed interface Ordering {

    /** A request that can be served, if what it refers to is there. */
    record Valid(ResponseOrder order) implements Ordering {}

    /** One that cannot, and why. */
    record Invalid(ApiError error) implements Ordering {}
}
