// SPDX-License-Identifier: Apache-2.0
/**
 * Racks, the nodes in them, the floor under them and the network between them. Knows no model.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.room.Rack}.
 */
@NullMarked
package io.wattmill.twin.plan.room;

import org.jspecify.annotations.NullMarked;
