// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.wattmill.billing.reconciling;

import org.jspecify.annotations.NullMarked;
