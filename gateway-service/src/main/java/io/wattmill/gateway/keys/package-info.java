// SPDX-License-Identifier: Apache-2.0
/**
 * Where keys live: the pepper in a file; organizations, projects, agents and keys in PostgreSQL,
 * where they are changed; and a copy of all keys in memory that is never older than the site
 * allows.
 *
 * <p>Knows nothing of HTTP or of what a key may do. Start with {@link
 * io.wattmill.gateway.keys.KeyRing}, and for changes with {@link io.wattmill.gateway.keys.ApiKeys}.
 */
@NullMarked
package io.wattmill.gateway.keys;

import org.jspecify.annotations.NullMarked;
