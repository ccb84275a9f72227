// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;

/** Answers one question. A failed future is answered as a ledger that is not available. */
@FunctionalInterface
interface Route {
    Future<Answer> answer(Asked asked);
}
