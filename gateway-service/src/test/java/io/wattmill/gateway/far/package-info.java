// SPDX-License-Identifier: Apache-2.0
/**
 * The far ends that the gateway's tests talk to over real sockets or through the contracts: an
 * engine that follows a script, a router and a ledger that hold real state. Start with {@link
 * io.wattmill.gateway.far.Site}.
 */
@NullMarked
package io.wattmill.gateway.far;

import org.jspecify.annotations.NullMarked;
