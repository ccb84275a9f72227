// SPDX-License-Identifier: Apache-2.0
/**
 * Protobuf messages on the Vert.x event bus: state, never deltas, because delivery is best effort.
 * Must not know any contract. Start at {@link io.wattmill.kit.bus.Bus}.
 */
@NullMarked
package io.wattmill.kit.bus;

import org.jspecify.annotations.NullMarked;
