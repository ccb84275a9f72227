// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.wattmill.billing.reconcile;

import org.jspecify.annotations.NullMarked;
