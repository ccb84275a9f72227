// SPDX-License-Identifier: Apache-2.0
/**
 * Who is asking: the form of a key, its hash, what it opens and what that is confined to, and the
 * immutable set of keys that a gateway knows; and whether one right may make another.
 *
 * <p>Knows nothing of sockets, databases, files or the time of day; hashing takes the pepper, and
 * expiry the instant, as arguments. Start with {@link io.wattmill.gateway.identity.KeyText}, {@link
 * io.wattmill.gateway.identity.KeySet} and {@link io.wattmill.gateway.identity.Delegation}.
 */
@NullMarked
package io.wattmill.gateway.identity;

import org.jspecify.annotations.NullMarked;
