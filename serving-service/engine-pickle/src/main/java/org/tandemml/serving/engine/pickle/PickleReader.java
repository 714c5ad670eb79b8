package org.tandemml.serving.engine.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Reads a pickle of protocols 0 to 5, as Python 3 writes them: a stack machine that only makes
 * values. What would call something else than the constructors of known classes is refused with
 * what it asked for and where. Depth costs no stack of ours; counts and sizes have caps.
 */
public final class PickleReader {
    private static final int MAX_OBJECTS = 8_000_000;
    private static final int MAX_MEMO = 8_000_000;
    private static final int MAX_MARKS = 100_000;
    private static final int MAX_INTEGER_BYTES = 1024;
    private static final int HIGHEST_PROTOCOL = 5;

    private static final Pattern PLACE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]{1,1000})L?");
    private static final Pattern REAL = Pattern.compile("[+-]?[0-9.]{1,400}([eE][+-]?[0-9]{1,5})?");

    private final PickleBytes in;
    private final KnownNames names;
    private final Constructors constructors;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();
    private int made;
    private int opcodeAt;

    private PickleReader(PickleBytes in, KnownNames names) {
        this.in = in;
        this.names = names;
        this.constructors = new Constructors(names);
    }

    /**
     * Reads a file that holds one pickle and nothing else.
     *
     * @param file the bytes
     * @param names what it may name
     * @return what {@link PyObject} says; null for None
     * @throws ModelLoadException if it is damaged or asks for anything that is not known
     */
    public static @Nullable Object read(byte[] file, KnownNames names) throws ModelLoadException {
        if (file.length == 0) {
            throw new ModelLoadException("The pickle is empty.");
        }
        String compression = compression(file);
        if (compression != null) {
            throw new ModelLoadException(
                    "The pickle is compressed (%s), which is not read; save it without compression."
                            .formatted(compression));
        }
        PickleBytes in = new PickleBytes(file);
        Object value = new PickleReader(in, names).run();
        if (!in.isAtEnd()) {
            throw new ModelLoadException(
                    "The pickle goes on after its end at byte %d.".formatted(in.position()));
        }
        return value;
    }

    /** How joblib has compressed a file; none of these beginnings begins a pickle. */
    private static @Nullable String compression(byte[] file) {
        String head = new String(file, 0, Math.min(file.length, 6), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u001F\u008B")) {
            return "gzip";
        }
        if (head.startsWith("BZh")) {
            return "bz2";
        }
        if (head.startsWith("\u00FD7zXZ")) {
            return "xz";
        }
        if (head.startsWith("\u0004\"M\u0018")) {
            return "lz4";
        }
        // A zlib header: deflate with a window of 32 KiB, and a multiple of 31.
        boolean zlib = head.length() > 1 && head.charAt(0) == 'x';
        return zlib && (head.charAt(0) * 256 + head.charAt(1)) % 31 == 0 ? "zlib" : null;
    }

    private @Nullable Object run() throws ModelLoadException {
        while (true) {
            opcodeAt = in.position();
            int opcode = in.unsigned8();
            if (opcode == '.') {
                return pop();
            }
            boolean done = constant(opcode) || collection(opcode) || memory(opcode);
            if (!done) {
                call(opcode);
            }
            if (stack.size() > MAX_OBJECTS || made > MAX_OBJECTS) {
                throw refused("it makes more than %d objects".formatted(MAX_OBJECTS));
            }
        }
    }

    /** Opcodes that push a value that is written in them. */
    private boolean constant(int opcode) throws ModelLoadException {
        switch (opcode) {
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) in.unsigned8());
            case 'M' -> push((long) in.unsigned16());
            case 'J' -> push((long) in.signed32());
            case 0x8A -> push(integer(in.unsigned8()));
            case 0x8B -> push(integer(in.signed32()));
            case 'I' -> integerOrFlag(in.line());
            case 'L' -> push(decimal(in.line()));
            case 'G' -> push(in.bigEndianDouble());
            case 'F' -> push(real(in.line()));
            case 0x8C -> push(in.utf8(in.unsigned8()));
            case 'X' -> push(in.utf8(in.signed32() & 0xFFFF_FFFFL));
            case 0x8D -> push(in.utf8(in.signed64()));
            case 'V' -> push(RawUnicode.decode(in.line(), opcodeAt));
            case 'C' -> push(in.take(in.unsigned8()));
            case 'B' -> push(in.take(in.signed32() & 0xFFFF_FFFFL));
            case 0x8E, 0x96 -> push(in.take(in.signed64()));
            case 'S', 'T', 'U' -> throw refused("it has a text of Python 2");
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Opcodes that make and fill lists, tuples, dictionaries and sets. */
    private boolean collection(int opcode) throws ModelLoadException {
        switch (opcode) {
            case '(' -> mark();
            case ')' -> push(PyTuple.EMPTY);
            case 't' -> push(new PyTuple(popMark().toArray()));
            case 0x85 -> push(new PyTuple(popped(1)));
            case 0x86 -> push(new PyTuple(popped(2)));
            case 0x87 -> push(new PyTuple(popped(3)));
            case ']' -> push(new ArrayList<>(2));
            case 'l' -> push(popMark());
            case 'a' -> append(Arrays.asList(popped(1)));
            case 'e' -> append(popMark());
            case '}' -> push(new LinkedHashMap<>(4));
            case 'd' -> {
                List<@Nullable Object> entries = popMark();
                push(new LinkedHashMap<>());
                put(entries);
            }
            case 's' -> put(Arrays.asList(popped(2)));
            case 'u' -> put(popMark());
            case 0x8F -> push(new LinkedHashSet<>());
            case 0x90 -> addAll(popMark());
            case 0x91 -> {
                List<@Nullable Object> items = popMark();
                push(new LinkedHashSet<>());
                addAll(items);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Opcodes that move values between the stack and the memo. */
    private boolean memory(int opcode) throws ModelLoadException {
        switch (opcode) {
            case '0' -> {
                if (!marks.isEmpty() && marks.peek() == stack.size()) {
                    marks.pop();
                } else {
                    pop();
                }
            }
            case '1' -> popMark();
            case '2' -> push(top());
            case 'p' -> memorise(index(in.line()));
            case 'q' -> memorise(in.unsigned8());
            case 'r' -> memorise(in.signed32());
            case 0x94 -> memorise(memo.size());
            case 'g' -> remember(index(in.line()));
            case 'h' -> remember(in.unsigned8());
            case 'j' -> remember(in.signed32());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Opcodes that in Python import and call. */
    private void call(int opcode) throws ModelLoadException {
        switch (opcode) {
            case 0x80 -> {
                int protocol = in.unsigned8();
                if (protocol > HIGHEST_PROTOCOL) {
                    throw refused("its protocol %d is not known".formatted(protocol));
                }
            }
            case 0x95 -> in.require(in.signed64());
            case 'c' -> {
                String module = in.line();
                push(name(module, in.line()));
            }
            case 0x93 -> {
                Object name = pop();
                Object module = pop();
                if (!(module instanceof String from) || !(name instanceof String text)) {
                    throw refused("it names something with a value that is no text");
                }
                push(name(from, text));
            }
            case 'R' -> {
                List<@Nullable Object> arguments = arguments();
                push(constructors.call(callee(), arguments, opcodeAt));
            }
            case 0x81 -> {
                List<@Nullable Object> arguments = arguments();
                push(constructors.instance(callee(), arguments, opcodeAt));
            }
            case 'b' -> build();
            case 'i', 'o', 0x92 ->
                    throw refused("it makes an object in a way that no known class needs");
            case 'P', 'Q' -> throw refused("it refers to an object outside of the file");
            case 0x82, 0x83, 0x84 -> throw refused("it uses the registry of extensions");
            case 0x97, 0x98 -> throw refused("its data is outside of the file");
            default -> throw refused("there is no such instruction as 0x%02x".formatted(opcode));
        }
    }

    private PyName callee() throws ModelLoadException {
        Object callee = pop();
        if (callee instanceof PyName name) {
            return name;
        }
        throw refused("it calls " + PyValues.kind(callee));
    }

    private List<@Nullable Object> arguments() throws ModelLoadException {
        Object arguments = pop();
        if (arguments instanceof PyTuple tuple) {
            return tuple;
        }
        throw refused("it calls something with " + PyValues.kind(arguments));
    }

    private PyName name(String module, String name) throws ModelLoadException {
        String full = Constructors.modern(module) + "." + name;
        if (!names.isKnown(full)) {
            throw refused("it asks for '%s', which is not known".formatted(Texts.excerpt(full)));
        }
        return new PyName(full);
    }

    private void build() throws ModelLoadException {
        Object state = pop();
        Object target = top();
        if (target instanceof PyArray array) {
            array.setState(state);
        } else if (target instanceof Dtype type) {
            type.setState(state);
        } else if (target instanceof PyObject object) {
            object.setState(state);
            if (object.type().equals(JoblibArray.TYPE)) {
                pop();
                push(JoblibArray.read(object, in, this::nested));
            }
        } else {
            throw refused("it sets the state of " + PyValues.kind(target));
        }
    }

    /** A pickle inside of this one, as joblib writes arrays of objects. */
    private @Nullable Object nested() throws ModelLoadException {
        PickleReader inner = new PickleReader(in, names);
        inner.made = made;
        Object value = inner.run();
        made = inner.made;
        return value;
    }

    private void append(List<@Nullable Object> items) throws ModelLoadException {
        Object target = top();
        if (target instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> list = (List<@Nullable Object>) target;
            list.addAll(items);
        } else if (target instanceof PyObject object) {
            object.elements().addAll(items);
        } else {
            throw refused("it appends to " + PyValues.kind(target));
        }
        made += items.size();
    }

    private void put(List<@Nullable Object> entries) throws ModelLoadException {
        Object target = top();
        Map<Object, @Nullable Object> map;
        if (target instanceof LinkedHashMap<?, ?>) {
            @SuppressWarnings("unchecked")
            Map<Object, @Nullable Object> plain = (Map<Object, @Nullable Object>) target;
            map = plain;
        } else if (target instanceof PyObject object) {
            map = object.items();
        } else {
            throw refused("it puts entries into " + PyValues.kind(target));
        }
        if (entries.size() % 2 != 0) {
            throw refused("an entry has a key and no value");
        }
        for (int i = 0; i < entries.size(); i += 2) {
            map.put(key(entries.get(i)), entries.get(i + 1));
        }
        made += entries.size();
    }

    private void addAll(List<@Nullable Object> items) throws ModelLoadException {
        Object target = top();
        if (!(target instanceof LinkedHashSet<?>)) {
            throw refused("it adds to " + PyValues.kind(target));
        }
        @SuppressWarnings("unchecked")
        Set<Object> set = (Set<Object>) target;
        for (Object item : items) {
            set.add(key(item));
        }
        made += items.size();
    }

    /** Keys are plain values, or tuples of plain values: their hashes end. */
    private Object key(@Nullable Object key) throws ModelLoadException {
        boolean plain = isPlain(key);
        if (key instanceof PyTuple tuple) {
            plain = true;
            for (Object part : tuple) {
                plain &= isPlain(part);
            }
        }
        if (!plain || key == null) {
            throw refused("a key is " + PyValues.kind(key));
        }
        return key;
    }

    private static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof PyName;
    }

    private void push(@Nullable Object value) {
        stack.add(value);
        made++;
    }

    private @Nullable Object top() throws ModelLoadException {
        requireOnStack(1);
        return stack.get(stack.size() - 1);
    }

    private @Nullable Object pop() throws ModelLoadException {
        requireOnStack(1);
        return stack.remove(stack.size() - 1);
    }

    private @Nullable Object[] popped(int count) throws ModelLoadException {
        requireOnStack(count);
        List<@Nullable Object> part = stack.subList(stack.size() - count, stack.size());
        @Nullable Object[] values = part.toArray();
        part.clear();
        return values;
    }

    private void requireOnStack(int count) throws ModelLoadException {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (stack.size() - count < floor) {
            throw refused("it takes more from the stack than there is");
        }
    }

    private void mark() throws ModelLoadException {
        if (marks.size() == MAX_MARKS) {
            throw refused("it is nested more than %d deep".formatted(MAX_MARKS));
        }
        marks.push(stack.size());
    }

    private ArrayList<@Nullable Object> popMark() throws ModelLoadException {
        if (marks.isEmpty()) {
            throw refused("it looks for a mark that is not there");
        }
        List<@Nullable Object> part = stack.subList(marks.pop(), stack.size());
        ArrayList<@Nullable Object> values = new ArrayList<>(part);
        part.clear();
        return values;
    }

    private void memorise(int index) throws ModelLoadException {
        if (index < 0 || memo.size() >= MAX_MEMO) {
            throw refused("its memo has the impossible place %d".formatted(index));
        }
        memo.put(index, top());
    }

    private void remember(int index) throws ModelLoadException {
        if (!memo.containsKey(index)) {
            throw refused("nothing is in its memo's place %d".formatted(index));
        }
        push(memo.get(index));
    }

    private int index(String line) throws ModelLoadException {
        if (!PLACE.matcher(line).matches()) {
            throw refused("a place in the memo is no number");
        }
        return Integer.parseInt(line);
    }

    private void integerOrFlag(String line) throws ModelLoadException {
        switch (line) {
            case "00" -> push(false);
            case "01" -> push(true);
            default -> push(decimal(line));
        }
    }

    private Object decimal(String line) throws ModelLoadException {
        Matcher matcher = WHOLE.matcher(line);
        if (!matcher.matches()) {
            throw refused("a number is none");
        }
        return narrowed(new BigInteger(matcher.group(1)));
    }

    private double real(String line) throws ModelLoadException {
        return switch (line) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!REAL.matcher(line).matches()) {
                    throw refused("a number is none");
                }
                try {
                    yield Double.parseDouble(line);
                } catch (NumberFormatException malformed) {
                    throw refused("a number is none");
                }
            }
        };
    }

    private Object integer(int length) throws ModelLoadException {
        if (length < 0 || length > MAX_INTEGER_BYTES) {
            throw refused(
                    "a whole number has %d bytes, at most %d are read"
                            .formatted(length & 0xFFFF_FFFFL, MAX_INTEGER_BYTES));
        }
        byte[] little = in.take(length);
        byte[] big = new byte[Math.max(1, length)];
        for (int i = 0; i < length; i++) {
            big[length - 1 - i] = little[i];
        }
        return narrowed(new BigInteger(big));
    }

    private static Object narrowed(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }

    private ModelLoadException refused(String why) {
        return new ModelLoadException(
                "The pickle is refused at byte %d: %s.".formatted(opcodeAt, why));
    }
}
