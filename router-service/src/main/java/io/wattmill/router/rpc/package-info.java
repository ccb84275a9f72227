// SPDX-License-Identifier: Apache-2.0
/**
 * The Placement service: parses what gateways ask and tell, and answers in their terms.
 *
 * <p>It must not choose; that is {@code router.placement}. Start reading at {@link
 * io.wattmill.router.rpc.PlacementEndpoint}.
 */
@NullMarked
package io.wattmill.router.rpc;

import org.jspecify.annotations.NullMarked;
