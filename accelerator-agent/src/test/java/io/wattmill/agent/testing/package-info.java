// SPDX-License-Identifier: Apache-2.0
/** Servers that stand in for a host: pages, a router and billing over real sockets. */
@NullMarked
package io.wattmill.agent.testing;

import org.jspecify.annotations.NullMarked;
