// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.lease.Shortage;

/** Why a budget or limit does not let a request in. */
sealed interface Refusal {

    /** The budget has too little left for {@code amount}. */
    record Spent(Budget budget, Shortage shortage, long amount) implements Refusal {}

    /**
     * The limit has no room for {@code amount}.
     *
     * @param retryUs microseconds until it would have; 0 = not known
     */
    record Over(Budget limit, long amount, long retryUs) implements Refusal {}

    /** Nobody can tell now; {@code reason} completes "this gateway cannot check it: …". */
    record Unanswered(Budget budget, String reason) implements Refusal {}
}
