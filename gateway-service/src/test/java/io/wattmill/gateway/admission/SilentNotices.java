// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Budget;

import java.util.concurrent.atomic.AtomicLong;

/** Keeps count of holds, for tests, and tells nobody of the rest. */
final class SilentNotices implements Notices {

    final AtomicLong holds = new AtomicLong();
    final AtomicLong overrun = new AtomicLong();

    @Override
    public void overran(Budget budget, long beyond) {
        overrun.addAndGet(beyond);
    }

    @Override
    public void overspent(Budget budget) {}

    @Override
    public void holds(int change) {
        holds.addAndGet(change);
    }
}
