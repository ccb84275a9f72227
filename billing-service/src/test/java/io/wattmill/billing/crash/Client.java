// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

/** Someone who speaks to billing, one step at a time, and goes on whatever becomes of a step. */
interface Client extends AutoCloseable {

    /** Does one thing more; false when it did not work out. */
    boolean step() throws InterruptedException;

    /** Does one thing that is still to be done; true when there is none. */
    boolean finish() throws InterruptedException;

    @Override
    void close();
}
