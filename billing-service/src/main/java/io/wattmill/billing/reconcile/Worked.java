// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.List;

/**
 * The attempts that touch a span.
 *
 * @param near those that ran around one of its ends or around the death of an engine's process
 * @param inside all others
 */
public record Worked(List<Work> near, Summed inside) {

    public Worked {
        near = List.copyOf(near);
    }
}
