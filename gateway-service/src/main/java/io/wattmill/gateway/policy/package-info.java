// SPDX-License-Identifier: Apache-2.0
/**
 * Who may call what: one table of every route of the gateway and the scope it needs. What the table
 * does not name does not exist.
 *
 * <p>Knows nothing of sockets or of how a caller is identified. Start with {@link
 * io.wattmill.gateway.policy.Route}.
 */
@NullMarked
package io.wattmill.gateway.policy;

import org.jspecify.annotations.NullMarked;
