// SPDX-License-Identifier: Apache-2.0
/**
 * Where keys live: the pepper in a file, the keys in PostgreSQL, and a copy of all of them in
 * memory that is never older than the site allows.
 *
 * <p>Knows nothing of HTTP or of what a key may do. Start with {@link
 * io.wattmill.gateway.keys.KeyRing}.
 */
@NullMarked
package io.wattmill.gateway.keys;

import org.jspecify.annotations.NullMarked;
