// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Budget;

/** What is worth counting about budgets, for whoever keeps metrics. For any thread. */
public interface Notices {

    /** A request took more than was set aside for it; all of it is booked. */
    void overran(Budget budget, long beyond);

    /** A soft budget or limit is exceeded, and a request was served all the same. */
    void overspent(Budget budget);

    /** So many holds more, or fewer, are in hand. */
    void holds(int change);
}
