// SPDX-License-Identifier: Apache-2.0
/**
 * Who is asking: the form of a key, its hash, its scopes, and the immutable set of keys that a
 * gateway knows.
 *
 * <p>Knows nothing of sockets, databases, files or the time of day; hashing takes the pepper, and
 * expiry the instant, as arguments. Start with {@link io.wattmill.gateway.identity.KeyText} and
 * {@link io.wattmill.gateway.identity.KeySet}.
 */
@NullMarked
package io.wattmill.gateway.identity;

import org.jspecify.annotations.NullMarked;
