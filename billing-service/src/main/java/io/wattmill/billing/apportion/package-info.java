// SPDX-License-Identifier: Apache-2.0
/**
 * Dividing integers without remainder. Pure: must not know what is divided. Start at {@link
 * io.wattmill.billing.apportion.Apportionment}.
 */
@NullMarked
package io.wattmill.billing.apportion;

import org.jspecify.annotations.NullMarked;
