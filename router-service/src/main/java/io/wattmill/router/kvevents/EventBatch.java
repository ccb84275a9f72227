// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.util.List;

/**
 * What could be read of a batch.
 *
 * @param unknown events of kinds that are not known here
 * @param malformed events, or whole batches, that could not be read
 * @param beyondLimits events that were dropped because a batch may have no more
 */
record EventBatch(List<KvEvent> events, int unknown, int malformed, int beyondLimits) {
    static final EventBatch MALFORMED = new EventBatch(List.of(), 0, 1, 0);
    static final EventBatch TOO_LARGE = new EventBatch(List.of(), 0, 0, 1);
}
