package org.tandemml.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Rows of measurements with a diagnosis.
 *
 * @param features the measurements' names
 * @param values rows x features
 * @param malignant the diagnosis of each row; benign otherwise
 */
record Dataset(List<String> features, double[][] values, boolean[] malignant) {
    static final String MALIGNANT = "malignant";
    static final String BENIGN = "benign";

    /** Rows to train on and rows to test with. */
    record Split(Dataset train, Dataset test) {}

    Dataset {
        features = List.copyOf(features);
    }

    /** The Breast Cancer Wisconsin (Diagnostic) data; {@code breast-cancer.md} names its source. */
    static Dataset breastCancer() {
        try (InputStream in = Dataset.class.getResourceAsStream("breast-cancer.csv")) {
            if (in == null) {
                throw new IllegalStateException("breast-cancer.csv is not in the jar");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<String> header = List.of(lines.readLine().split(","));
            List<String[]> rows = lines.lines().map(line -> line.split(",")).toList();
            int width = header.size() - 1;
            double[][] values = new double[rows.size()][width];
            boolean[] malignant = new boolean[rows.size()];
            for (int row = 0; row < values.length; row++) {
                for (int i = 0; i < width; i++) {
                    values[row][i] = Double.parseDouble(rows.get(row)[i]);
                }
                malignant[row] = rows.get(row)[width].equals(MALIGNANT);
            }
            return new Dataset(header.subList(0, width), values, malignant);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    int rows() {
        return values.length;
    }

    String label(int row) {
        return malignant[row] ? MALIGNANT : BENIGN;
    }

    /** Splits by chance, each diagnosis in the same proportion; the same seed gives the same. */
    Split split(double trainShare, long seed) {
        Random random = new Random(seed);
        List<Integer> train = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (boolean diagnosis : new boolean[] {true, false}) {
            List<Integer> rows = new ArrayList<>();
            for (int row = 0; row < rows(); row++) {
                if (malignant[row] == diagnosis) {
                    rows.add(row);
                }
            }
            Collections.shuffle(rows, random);
            int cut = (int) Math.round(rows.size() * trainShare);
            train.addAll(rows.subList(0, cut));
            test.addAll(rows.subList(cut, rows.size()));
        }
        Collections.sort(train);
        Collections.sort(test);
        return new Split(only(train), only(test));
    }

    private Dataset only(List<Integer> rows) {
        double[][] some = new double[rows.size()][];
        boolean[] diagnoses = new boolean[rows.size()];
        for (int i = 0; i < some.length; i++) {
            some[i] = Arrays.copyOf(values[rows.get(i)], features.size());
            diagnoses[i] = malignant[rows.get(i)];
        }
        return new Dataset(features, some, diagnoses);
    }
}
