// SPDX-License-Identifier: Apache-2.0
/**
 * What the admin API says and hears of organizations, projects, agents and keys: strict JSON in,
 * views out, and why something is refused.
 *
 * <p>Knows nothing of sockets, databases or the time of day, and never holds a key's secret but in
 * the one answer that gives it. Start with {@link io.wattmill.gateway.tenancy.KeyOrder}.
 */
@NullMarked
package io.wattmill.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
