// SPDX-License-Identifier: Apache-2.0
/**
 * Sealed, short-lived tokens between services. Must not know what is inside them. Start at {@link
 * io.wattmill.kit.trust.Seal}.
 */
@NullMarked
package io.wattmill.kit.trust;

import org.jspecify.annotations.NullMarked;
