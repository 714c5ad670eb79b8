package org.tandemml.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Logistic regression with a ridge, fitted by Newton's method over standardised columns.
 *
 * @param intercept the log odds where all columns are 0
 * @param coefficients for each column as it is, not standardised
 * @param lossBySteps the mean log loss after each step
 */
record LogisticRegression(double intercept, double[] coefficients, List<Double> lossBySteps) {

    /**
     * Fits.
     *
     * @param ridge the weight of the squared coefficients of the standardised columns; above 0
     * @param steps how many steps of Newton's method
     */
    static LogisticRegression fit(Dataset data, double ridge, int steps) {
        int columns = data.features().size();
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        double[][] rows = standardised(data, means, deviations);
        double[] weights = new double[columns + 1];
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            newton(rows, data.malignant(), weights, ridge);
            double[] probabilities = new double[rows.length];
            for (int row = 0; row < rows.length; row++) {
                probabilities[row] = probability(rows[row], weights);
            }
            losses.add(Evaluation.of(data.malignant(), probabilities).logLoss());
        }
        double intercept = weights[columns];
        double[] coefficients = new double[columns];
        for (int i = 0; i < columns; i++) {
            coefficients[i] = weights[i] / deviations[i];
            intercept -= coefficients[i] * means[i];
        }
        return new LogisticRegression(intercept, coefficients, List.copyOf(losses));
    }

    /** The probability of a row as it is. */
    double probability(double[] row) {
        double logOdds = intercept;
        for (int i = 0; i < row.length; i++) {
            logOdds += coefficients[i] * row[i];
        }
        return 1 / (1 + Math.exp(-logOdds));
    }

    private static double[][] standardised(Dataset data, double[] means, double[] deviations) {
        int columns = means.length;
        for (double[] row : data.values()) {
            for (int i = 0; i < columns; i++) {
                means[i] += row[i] / data.rows();
            }
        }
        for (double[] row : data.values()) {
            for (int i = 0; i < columns; i++) {
                deviations[i] += Math.pow(row[i] - means[i], 2) / data.rows();
            }
        }
        for (int i = 0; i < columns; i++) {
            deviations[i] = Math.sqrt(deviations[i]);
        }
        double[][] rows = new double[data.rows()][columns + 1];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < columns; i++) {
                rows[row][i] = (data.values()[row][i] - means[i]) / deviations[i];
            }
            rows[row][columns] = 1;
        }
        return rows;
    }

    private static double probability(double[] row, double[] weights) {
        double logOdds = 0;
        for (int i = 0; i < row.length; i++) {
            logOdds += weights[i] * row[i];
        }
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** One step: the weights move by the inverse of the Hessian times the gradient. */
    private static void newton(
            double[][] rows, boolean[] positive, double[] weights, double ridge) {
        int size = weights.length;
        double[][] hessian = new double[size][size];
        double[] gradient = new double[size];
        for (int row = 0; row < rows.length; row++) {
            double p = probability(rows[row], weights);
            double error = (positive[row] ? 1 : 0) - p;
            double spread = p * (1 - p);
            for (int i = 0; i < size; i++) {
                gradient[i] += error * rows[row][i];
                for (int j = 0; j <= i; j++) {
                    hessian[i][j] += spread * rows[row][i] * rows[row][j];
                }
            }
        }
        for (int i = 0; i < size - 1; i++) {
            hessian[i][i] += ridge;
            gradient[i] -= ridge * weights[i];
        }
        double[] step = solve(hessian, gradient);
        for (int i = 0; i < size; i++) {
            weights[i] += step[i];
        }
    }

    /** Solves for a symmetric positive definite matrix, given by its lower half (Cholesky). */
    private static double[] solve(double[][] lower, double[] right) {
        int size = right.length;
        double[] solution = right.clone();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = lower[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                solution[i] -= lower[i][k] * solution[k];
            }
            solution[i] /= lower[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solution[i] -= lower[k][i] * solution[k];
            }
            solution[i] /= lower[i][i];
        }
        return solution;
    }
}
