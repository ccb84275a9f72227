// SPDX-License-Identifier: Apache-2.0
/**
 * Whether the books hold: the invariants B-I* over one consistent snapshot. Must not know how rows
 * came to be. Start at {@link io.wattmill.billing.verify.VerifyJob}.
 */
@NullMarked
package io.wattmill.billing.verify;

import org.jspecify.annotations.NullMarked;
