// SPDX-License-Identifier: Apache-2.0
/**
 * Hosted APIs as nodes of the fleet: read from the router's own configuration, because no agent can
 * stand beside them, and kept alive there while the router runs.
 *
 * <p>It must not know their addresses and keys: those are the gateways'. Start reading at {@link
 * io.wattmill.router.hosted.HostedConfig}; how they are chosen is in {@link
 * io.wattmill.router.placement.OwnFirst}.
 */
@NullMarked
package io.wattmill.router.hosted;

import org.jspecify.annotations.NullMarked;
