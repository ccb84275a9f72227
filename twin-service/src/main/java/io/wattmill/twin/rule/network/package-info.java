// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about the network between nodes and the storage behind it. Knows no building.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.network.NetworkRules}.
 */
@NullMarked
package io.wattmill.twin.rule.network;

import org.jspecify.annotations.NullMarked;
