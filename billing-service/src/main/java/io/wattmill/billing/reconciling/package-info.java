// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the windows that every source has passed, has them reconciled and writes what came of it.
 *
 * <p>It must not know how differences are explained. Start reading at {@link
 * io.wattmill.billing.reconciling.Reconciler}.
 */
@NullMarked
package io.wattmill.billing.reconciling;

import org.jspecify.annotations.NullMarked;
