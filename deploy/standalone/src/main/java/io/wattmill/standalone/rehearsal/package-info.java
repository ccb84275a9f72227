// SPDX-License-Identifier: Apache-2.0
/**
 * A short run of an agent, for the launcher's ahead-of-time cache: a host, a router and a billing
 * stand around it that do the least that an agent needs.
 *
 * <p>It must not know how an agent works. Start reading at {@link
 * io.wattmill.standalone.rehearsal.AgentRehearsal}.
 */
@NullMarked
package io.wattmill.standalone.rehearsal;

import org.jspecify.annotations.NullMarked;
